/*
 * Settles a workload from a file, as a C program would: interned accounts, 128-bit integers,
 * all of a claim or none of it.
 *
 *   settle WORKLOAD BALANCES
 *
 * Reads WORKLOAD (written by writeJobs.ts or writePocket.ts, little-endian), settles it twice, the
 * second time on the clock, writes the closing balances to BALANCES as 16 bytes each, and prints
 * what it measured as one line of JSON.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

typedef uint32_t u32;
typedef uint64_t u64;
typedef unsigned __int128 u128;

static void die(const char *why) {
  fprintf(stderr, "settle: %s\n", why);
  exit(1);
}

static void *allocate(size_t count, size_t size) {
  void *memory = calloc(count > 0 ? count : 1, size);
  if (memory == NULL) die("out of memory");
  return memory;
}

/* The workload file. */

static FILE *input;

static void *read_array(size_t count, size_t size) {
  void *memory = allocate(count, size);
  if (fread(memory, size, count, input) != count) die("the workload ends too early");
  return memory;
}

static u64 read_u64(void) {
  u64 value;
  if (fread(&value, sizeof value, 1, input) != 1) die("the workload ends too early");
  return value;
}

static u128 read_u128(void) {
  u64 low = read_u64();
  return (u128)read_u64() << 64 | low;
}

typedef struct {
  u64 num, den;
} ratio;

static ratio read_ratio(void) {
  u64 num = read_u64();
  return (ratio){num, read_u64()};
}

/* Arithmetic: exact products, floors, no wrap. */

static inline u128 divide(u128 value, u64 divisor) {
  if (value >> 64 == 0) return (u64)value / divisor;
  return value / divisor;
}

/* floor(value x num / den); false where it does not fit 128 bits. */
static inline bool mul_div(u128 value, u64 num, u64 den, u128 *result) {
  if (value >> 64 == 0) {
    *result = divide((u128)(u64)value * num, den);
    return true;
  }
  u128 product;
  if (!__builtin_mul_overflow(value, (u128)num, &product)) {
    *result = divide(product, den);
    return true;
  }
  u128 low = (u128)(u64)value * num;
  u128 high = (value >> 64) * num + (low >> 64);
  u128 top = high / den;
  if (top >> 64 != 0) return false;
  u128 rest = (high % den) << 64 | (u64)low;
  *result = top << 64 | rest / den;
  return true;
}

/* For shares of at most 1: the result never outgrows the value. */
static inline u128 share(u128 value, ratio part) {
  u128 result;
  if (!mul_div(value, part.num, part.den, &result)) die("a share is above the whole");
  return result;
}

static inline u128 share_up(u128 value, ratio part) {
  u128 floor = share(value, part);
  return value * part.num == floor * part.den ? floor : floor + 1;
}

static inline u128 least(u128 a, u128 b) { return a < b ? a : b; }

/* The ledger, with what the claim at hand has changed. */

typedef struct {
  u32 account;
  u128 before;
} change;

static u64 account_count;
static u128 *opening, *lowest;
static struct {
  u128 balance, lowest;
} *ledger;
static change *changes;
static size_t change_count, change_room;
static u64 posting_count;

static void reset_ledger(void) {
  for (u64 i = 0; i < account_count; i++) {
    ledger[i].balance = opening[i];
    ledger[i].lowest = lowest[i];
  }
  change_count = 0;
  posting_count = 0;
}

static inline void remember(u32 account) {
  if (change_count == change_room) {
    change_room = change_room == 0 ? 64 : change_room * 2;
    changes = realloc(changes, change_room * sizeof *changes);
    if (changes == NULL) die("out of memory");
  }
  changes[change_count++] = (change){account, ledger[account].balance};
}

static inline bool credit(u32 to, u128 amount) {
  if (ledger[to].balance + amount < amount) return false;
  remember(to);
  ledger[to].balance += amount;
  return true;
}

static inline bool move(u32 from, u32 to, u128 amount) {
  if (amount == 0) return true;
  u128 held = ledger[from].balance;
  if (amount > held || held - amount < ledger[from].lowest) return false;
  remember(from);
  ledger[from].balance -= amount;
  return credit(to, amount);
}

static inline bool mint(u32 supply, u32 to, u128 amount) {
  return amount == 0 || (credit(supply, amount) && credit(to, amount));
}

static inline void keep_claim(void) {
  posting_count += change_count / 2;
  change_count = 0;
}

static inline void undo_claim(void) {
  while (change_count > 0) {
    change_count--;
    ledger[changes[change_count].account].balance = changes[change_count].before;
  }
}

/* Lists of shareholders: those of list i stand from start[i] to start[i + 1]. */

typedef struct {
  u32 account, percent;
} holder;

static u32 *list_start;
static holder *holders;
static u128 *parts;

static void read_lists(u64 lists, u64 items) {
  list_start = read_array(lists + 1, sizeof *list_start);
  holders = read_array(items, sizeof *holders);
  u32 longest = 0;
  for (u64 i = 0; i < lists; i++) {
    u32 length = list_start[i + 1] - list_start[i];
    if (length > longest) longest = length;
  }
  parts = allocate(longest, sizeof *parts);
}

/* By percent; the first takes the remainder. */
static inline bool pay_holders(u32 from, u128 amount, u32 list) {
  u32 start = list_start[list], end = list_start[list + 1];
  u64 total = 0;
  for (u32 i = start; i < end; i++) total += holders[i].percent;
  if (total == 0) return false;
  u128 remainder = amount;
  for (u32 i = start; i < end; i++) {
    parts[i - start] = share(amount, (ratio){holders[i].percent, total});
    remainder -= parts[i - start];
  }
  parts[0] += remainder;
  for (u32 i = start; i < end; i++) {
    if (!move(from, holders[i].account, parts[i - start])) return false;
  }
  return true;
}

/* Jobs: price, cap, burn, split, shareholders. */

typedef struct {
  u128 cap;
  u64 compute_units;
  u32 multiplier, payer, supplier;
} job;

static struct {
  u128 price_per_unit;
  ratio burn, shareholders, network, treasury, validators;
  u32 burned_account, network_account, treasury_account, validators_account;
} job_params;

static u64 claim_count;
static ratio *multipliers;
static job *jobs;

static void read_jobs(void) {
  job_params.price_per_unit = read_u128();
  job_params.burn = read_ratio();
  job_params.shareholders = read_ratio();
  job_params.network = read_ratio();
  job_params.treasury = read_ratio();
  job_params.validators = read_ratio();
  job_params.burned_account = read_u64();
  job_params.network_account = read_u64();
  job_params.treasury_account = read_u64();
  job_params.validators_account = read_u64();
  multipliers = read_array(read_u64(), sizeof *multipliers);
  jobs = read_array(claim_count, sizeof *jobs);
  read_lists(claim_count, read_u64());
}

static inline bool settle_job(u32 index) {
  const job *claim = &jobs[index];
  ratio multiplier = multipliers[claim->multiplier];
  u128 full, claimed;
  if (__builtin_mul_overflow(job_params.price_per_unit, (u128)claim->compute_units, &full)) {
    return false;
  }
  if (!mul_div(full, multiplier.num, multiplier.den, &claimed)) return false;
  u128 settled = least(claimed, claim->cap);

  u32 payer = claim->payer;
  u128 burned = share(settled, job_params.burn);
  if (!move(payer, job_params.burned_account, burned)) return false;

  u128 net = settled - burned;
  u128 shared = share(net, job_params.shareholders);
  u128 direct = net - shared;
  u128 network = share(direct, job_params.network);
  u128 treasury = share(direct, job_params.treasury);
  u128 validators = share(direct, job_params.validators);
  return move(payer, job_params.network_account, network) &&
         move(payer, job_params.treasury_account, treasury) &&
         move(payer, job_params.validators_account, validators) &&
         move(payer, claim->supplier, direct - network - treasury - validators) &&
         pay_holders(payer, shared, index);
}

static u64 settle_jobs(void) {
  u64 settled = 0;
  for (u32 i = 0; i < claim_count; i++) {
    if (settle_job(i)) {
      settled++;
      keep_claim();
    } else {
      undo_claim();
    }
  }
  return settled;
}

/* Relay claims: the pocket pipeline, with what it looks up given. */

typedef struct {
  u64 compute_units;
  u32 session, application, supplier;
} relay;

typedef struct {
  u128 stake_before, spend_limit;
  u32 stake, account, unbonding, service;
} application;

typedef struct {
  /* 128 bits of fraction below 64 bits of whole: low, middle, high. */
  u64 price[3];
  u32 owner;
} service;

typedef struct {
  u32 due, owner;
} supplier;

typedef struct {
  ratio supplier, proposer, source_owner, application;
} shares;

static struct {
  ratio mint, inflation, payable;
  shares minted, inflated;
  u64 pending_sessions, bonus_multiplier, minimum_stake;
  u32 burned, supply, mark_supply, module, dao, minted_pool, inflation_pool;
} relay_params;

static relay *relays;
static application *applications;
static service *services;
static supplier *suppliers;
static u128 *claimed_of, *need_of;

static shares read_shares(void) {
  shares read;
  read.supplier = read_ratio();
  read.proposer = read_ratio();
  read.source_owner = read_ratio();
  read.application = read_ratio();
  return read;
}

static void read_relays(void) {
  relay_params.mint = read_ratio();
  relay_params.inflation = read_ratio();
  relay_params.payable = read_ratio();
  relay_params.minted = read_shares();
  relay_params.inflated = read_shares();
  relay_params.pending_sessions = read_u64();
  relay_params.bonus_multiplier = read_u64();
  relay_params.minimum_stake = read_u64();
  relay_params.burned = read_u64();
  relay_params.supply = read_u64();
  relay_params.mark_supply = read_u64();
  relay_params.module = read_u64();
  relay_params.dao = read_u64();
  relay_params.minted_pool = read_u64();
  relay_params.inflation_pool = read_u64();
  applications = read_array(read_u64(), sizeof *applications);
  services = read_array(read_u64(), sizeof *services);
  u64 supplier_count = read_u64();
  suppliers = read_array(supplier_count, sizeof *suppliers);
  relays = read_array(claim_count, sizeof *relays);
  read_lists(supplier_count, read_u64());
  claimed_of = allocate(claim_count, sizeof *claimed_of);
  need_of = allocate(claim_count, sizeof *need_of);
}

/* floor(units x price), where the fraction says for certain that the cut price gives it. */
static u128 price_relays(u64 units, const u64 price[3]) {
  u128 low = (u128)units * price[0];
  u128 middle = (u128)units * price[1] + (low >> 64);
  u128 high = (u128)units * price[2] + (middle >> 64);
  u128 fraction = middle << 64 | (u64)low;
  if (fraction + units < fraction) die("a price is too close to a whole number");
  return high;
}

static inline bool is_shared(u32 list) {
  u32 start = list_start[list], end = list_start[list + 1];
  u64 total = 0;
  for (u32 i = start; i < end; i++) {
    total += holders[i].percent;
    for (u32 j = start; j < i; j++) {
      if (holders[i].account == holders[j].account) return false;
    }
  }
  return total == 100;
}

static bool share_out(u128 minted, const relay *claim, const shares *cuts, u32 pool) {
  const supplier *server = &suppliers[claim->supplier];
  const application *payer = &applications[claim->application];
  u32 from = relay_params.module;
  u128 to_supplier = share(minted, cuts->supplier);
  u128 proposer = share(minted, cuts->proposer);
  u128 source_owner = share(minted, cuts->source_owner);
  u128 back = share(minted, cuts->application);
  u128 rest = minted - to_supplier - proposer - source_owner - back;
  if (!mint(relay_params.supply, from, minted) || !move(from, server->due, to_supplier) ||
      !move(from, pool, proposer) || !move(from, services[payer->service].owner, source_owner) ||
      !move(from, payer->account, back) || !move(from, relay_params.dao, rest)) {
    return false;
  }
  if (is_shared(claim->supplier)) return pay_holders(server->due, to_supplier, claim->supplier);
  return move(server->due, server->owner, to_supplier);
}

static bool settle_relays_of(const relay *claim, u128 settled) {
  const application *payer = &applications[claim->application];
  u128 minted = share(settled, relay_params.mint);
  if (minted == 0) return false;
  if (!move(payer->stake, relay_params.burned, settled)) return false;
  if (!share_out(minted, claim, &relay_params.minted, relay_params.minted_pool)) return false;
  u128 inflated = share_up(settled, relay_params.inflation);
  if (!share_out(inflated, claim, &relay_params.inflated, relay_params.inflation_pool)) {
    return false;
  }
  if (!move(payer->stake, relay_params.module, inflated)) return false;
  if (!move(relay_params.module, relay_params.dao, inflated)) return false;
  if (ledger[payer->stake].balance < relay_params.minimum_stake && ledger[payer->unbonding].balance == 0) {
    return mint(relay_params.mark_supply, payer->unbonding, 1);
  }
  return true;
}

static inline u128 above(u128 a, u128 b) { return a > b ? a - b : 0; }

static u64 settle_session(u32 start, u32 end) {
  const application *payer = &applications[relays[start].application];
  const service *priced = &services[payer->service];
  u64 claims = end - start;
  u128 budget = payer->stake_before / relay_params.pending_sessions;
  u128 floor = budget / claims;
  u128 limited = least(payer->spend_limit, budget) / claims;
  if (payer->spend_limit != 0 && limited < floor) floor = limited;

  u128 unused = 0, wanted = 0;
  for (u32 i = start; i < end; i++) {
    claimed_of[i] = price_relays(relays[i].compute_units, priced->price);
    need_of[i] = claimed_of[i] + share_up(claimed_of[i], relay_params.inflation);
    unused += above(floor, need_of[i]);
    wanted += above(need_of[i], floor);
  }

  u64 settled_count = 0;
  for (u32 i = start; i < end; i++) {
    u128 excess = above(need_of[i], floor), cap = floor;
    if (relay_params.bonus_multiplier > 1 && wanted != 0) {
      if (excess != 0 && unused > (u128)-1 / excess) die("a bonus is over 128 bits");
      u128 bonus = unused * excess / wanted;
      cap = least(floor + bonus, floor * relay_params.bonus_multiplier);
    }
    u128 settled = least(claimed_of[i], share(cap, relay_params.payable));
    if (settled == 0 || settle_relays_of(&relays[i], settled)) {
      settled_count++;
      keep_claim();
    } else {
      undo_claim();
    }
  }
  return settled_count;
}

static u64 settle_all_relays(void) {
  u64 settled = 0;
  u32 start = 0;
  while (start < claim_count) {
    u32 end = start + 1;
    while (end < claim_count && relays[end].session == relays[start].session) end++;
    settled += settle_session(start, end);
    start = end;
  }
  return settled;
}

static void write_balances(const char *path) {
  FILE *output = fopen(path, "wb");
  if (output == NULL) die("the balances cannot be written");
  for (u64 i = 0; i < account_count; i++) {
    if (fwrite(&ledger[i].balance, sizeof(u128), 1, output) != 1) die("the disk is full");
  }
  if (fclose(output) != 0) die("the disk is full");
}

static u64 nanoseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (u64)now.tv_sec * 1000000000u + (u64)now.tv_nsec;
}

int main(int count, char **arguments) {
  if (count != 3) die("give a workload file and a file for the balances");
  input = fopen(arguments[1], "rb");
  if (input == NULL) die("the workload cannot be read");
  u64 kind = read_u64();
  claim_count = read_u64();
  account_count = read_u64();
  opening = read_array(account_count, sizeof *opening);
  lowest = read_array(account_count, sizeof *lowest);
  ledger = allocate(account_count, sizeof *ledger);
  if (kind != 1 && kind != 2) die("the workload is of an unknown kind");
  if (kind == 1) read_jobs(); else read_relays();
  fclose(input);

  u64 (*settle)(void) = kind == 1 ? settle_jobs : settle_all_relays;
  reset_ledger();
  settle();
  reset_ledger();
  u64 start = nanoseconds(CLOCK_MONOTONIC), busy = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
  u64 settled = settle();
  busy = nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - busy;
  u64 elapsed = nanoseconds(CLOCK_MONOTONIC) - start;

  write_balances(arguments[2]);
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("{\"nanoseconds\":%llu,\"busyNanoseconds\":%llu,\"settled\":%llu,\"postings\":%llu,"
         "\"peakKilobytes\":%ld}\n",
         (unsigned long long)elapsed, (unsigned long long)busy, (unsigned long long)settled,
         (unsigned long long)posting_count, usage.ru_maxrss);
  return 0;
}

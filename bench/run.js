// Speed lives here as ratios measured in one run; no benchmark is written yet.
console.log('no benchmarks yet')

export { billParams } from './params.js'

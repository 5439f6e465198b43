export { type Deadline, deadlines, timedOut } from "./deadlines.ts"
export {
  type DeviceProcess,
  effectiveAt,
  type FrozenMachine,
  frozenOf,
  initialProcess,
  type Machines,
  NotTaken,
} from "./device-process.ts"
export { type FoldedEvent, fold, IntegrityError } from "./fold.ts"
export { guards } from "./guards.ts"
export { innermostStates, stateName, taken } from "./standing.ts"
export { buildStatechart, type Emission, type Running, type Statechart } from "./statechart.ts"
export { type Elapsed, elapse, type SteppedFact, type Steps, takeAll } from "./step.ts"

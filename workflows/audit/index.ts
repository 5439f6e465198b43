export { DeviceAt, deviceAt } from "./device-at.ts"
export { deviceHistory, HistoryEntry, streamHistory } from "./history.ts"
export { type Moment, readMoment } from "./moment.ts"

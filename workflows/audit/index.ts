export { DeviceAt, deviceAt } from "./device-at.ts"
export { deviceHistory, HistoryEntry, streamHistory } from "./history.ts"
export { readMoment } from "./moment.ts"

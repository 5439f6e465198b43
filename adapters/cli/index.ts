export { Output } from "./output.ts"
export { table } from "./print/table.ts"
export { runCli } from "./run-cli.ts"
export { Stop } from "./stop.ts"

import { Schema } from "effect"
import { reader, writer } from "../bytes.ts"
import { u8, u16 } from "./fields.ts"

/** Record 2: how many processors, cores and threads. */
export const Processor = Schema.Struct({
  record: Schema.tag("Processor"),
  /** 0 is x86, 9 is x64, 12 is ARM64. */
  architecture: u16,
  packages: u16,
  cores: u16,
  threads: u16,
  hyperThreading: u8,
})
export type Processor = typeof Processor.Type

export const readProcessor = (payload: Uint8Array): Processor | undefined => {
  if (payload.length !== 12) return undefined
  const from = reader(payload)
  return {
    record: "Processor",
    architecture: from.u16(),
    packages: from.u16(),
    cores: from.u16(),
    threads: from.u16(),
    hyperThreading: from.u8(),
  }
}

export const writeProcessor = (processor: Processor): Uint8Array => {
  const out = writer()
  out.u16(processor.architecture)
  out.u16(processor.packages)
  out.u16(processor.cores)
  out.u16(processor.threads)
  out.u8(processor.hyperThreading)
  out.put(Uint8Array.of(0, 0, 0))
  return out.bytes()
}

const CoreClass = Schema.Struct({ efficiencyClass: u8, cores: u16, threads: u16 })

/** Record 34: the kinds of core of a hybrid processor. */
export const CoreClasses = Schema.Struct({
  record: Schema.tag("CoreClasses"),
  classes: Schema.Array(CoreClass).check(Schema.isMaxLength(0xff)),
})
export type CoreClasses = typeof CoreClasses.Type

export const readCoreClasses = (payload: Uint8Array): CoreClasses | undefined => {
  const count = payload[0] ?? 0
  if (payload.length !== 1 + count * 5) return undefined
  const from = reader(payload.subarray(1))
  const readClass = () => ({ efficiencyClass: from.u8(), cores: from.u16(), threads: from.u16() })
  return { record: "CoreClasses", classes: Array.from({ length: count }, readClass) }
}

export const writeCoreClasses = ({ classes }: CoreClasses): Uint8Array => {
  const out = writer()
  out.u8(classes.length)
  for (const one of classes) {
    out.u8(one.efficiencyClass)
    out.u16(one.cores)
    out.u16(one.threads)
  }
  return out.bytes()
}

import { Schema, SchemaGetter } from "effect"

/** `true`, and what PowerShell scripts make of it: `"True"`. */
export const LooseFlag = Schema.Union([
  Schema.Boolean,
  Schema.Literals(["True", "true", "False", "false"]).pipe(
    Schema.decodeTo(Schema.Boolean, {
      decode: SchemaGetter.transform((text: string) => text.toLowerCase() === "true"),
      encode: SchemaGetter.transform((flag: boolean) => (flag ? ("True" as const) : ("False" as const))),
    }),
  ),
])

/** A whole number, or one in quotation marks. */
export const LooseInt = Schema.Union([Schema.Int, Schema.FiniteFromString.pipe(Schema.decodeTo(Schema.Int))])

/** A property that may be left out, or null. */
export const maybe = <S extends Schema.Top>(schema: S) => Schema.optionalKey(Schema.NullOr(schema))

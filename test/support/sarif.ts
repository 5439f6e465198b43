import { Schema } from "effect"

const NUMBER = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))
const Text = Schema.Struct({ text: Schema.NonEmptyString })
const Level = Schema.Literals(["none", "note", "warning", "error"])
/** RFC 3986, section 2: the characters of a URI reference. */
const UriReference = Schema.String.check(Schema.isPattern(/^([\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9A-F]{2})+$/u))
const location = {
  physicalLocation: Schema.Struct({
    artifactLocation: Schema.Struct({ uri: UriReference }),
    region: Schema.Struct({ startLine: NUMBER, startColumn: NUMBER, endLine: NUMBER, endColumn: NUMBER }),
  }),
}
/** What the SARIF 2.1.0 schema asks of the properties that we use; it allows no others here. */
const Sarif = Schema.Struct({
  $schema: Schema.String,
  version: Schema.Literal("2.1.0"),
  runs: Schema.Array(
    Schema.Struct({
      tool: Schema.Struct({
        driver: Schema.Struct({
          name: Schema.NonEmptyString,
          semanticVersion: Schema.String,
          rules: Schema.Array(
            Schema.Struct({
              id: Schema.NonEmptyString,
              shortDescription: Text,
              help: Text,
              defaultConfiguration: Schema.Struct({ level: Level }),
            }),
          ),
        }),
      }),
      columnKind: Schema.Literals(["utf16CodeUnits", "unicodeCodePoints"]),
      results: Schema.Array(
        Schema.Struct({
          ruleId: Schema.NonEmptyString,
          ruleIndex: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
          level: Level,
          message: Text,
          locations: Schema.Array(Schema.Struct(location)),
          relatedLocations: Schema.optionalKey(
            Schema.Array(Schema.Struct({ id: Schema.Int, ...location, message: Text })),
          ),
        }),
      ),
    }),
  ),
})
/** Reads SARIF as its schema asks; throws where it is none. */
export const readSarif = (text: string) =>
  Schema.decodeUnknownSync(Sarif)(JSON.parse(text), { onExcessProperty: "error" })

/** A value that a metric has for some labels. */
export interface Sample {
  readonly value: number
  readonly labels?: { readonly [name: string]: string }
}

/** A metric with its samples. */
export interface Metric {
  readonly name: string
  readonly type: "gauge" | "counter"
  readonly help: string
  readonly samples: ReadonlyArray<Sample>
}

/** The media type of the text below. */
export const EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"

const ESCAPES: { readonly [character: string]: string } = { "\\": "\\\\", '"': '\\"', "\n": "\\n" }

const escaped = (value: string): string =>
  value.replace(/[\\"\n]/g, (character) => ESCAPES[character] ?? character)

const lineOf = (name: string, { labels = {}, value }: Sample): string => {
  const pairs = Object.entries(labels).map(([label, said]) => `${label}="${escaped(said)}"`)
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`
}

/**
 * Metrics as Prometheus reads them.
 *
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 *
 * @example exposition([{ name: "up", type: "gauge", help: "Whether it is.", samples: [{ value: 1 }] }])
 */
export const exposition = (metrics: ReadonlyArray<Metric>): string =>
  metrics
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ help, name, samples, type }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      ...samples.map((sample) => lineOf(name, sample)),
    ])
    .map((line) => `${line}\n`)
    .join("")

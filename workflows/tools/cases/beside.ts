/** The directory of a file; "." for a bare name. */
export const directoryOf = (file: string): string =>
  file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "."

/** The name of a file without its directory. */
export const nameOf = (file: string): string => file.slice(file.lastIndexOf("/") + 1)

const normal = (path: string): string => {
  const kept: Array<string> = []
  for (const part of path.split("/")) {
    if (part === "." || (part === "" && kept.length > 0)) continue
    if (part === ".." && kept.length > 0 && kept.at(-1) !== "..") kept.pop()
    else kept.push(part)
  }
  return kept.join("/")
}

/**
 * The file that a name in another file means: beside that file.
 *
 * @example fileBeside("profiles/kiosks/kiosk.test.yaml", "../sales.yaml") // "profiles/sales.yaml"
 */
export const fileBeside = (file: string, name: string): string =>
  directoryOf(file) === "." ? normal(name) : normal(`${directoryOf(file)}/${name}`)

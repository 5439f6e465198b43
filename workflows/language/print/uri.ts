const DRIVE = /^[A-Za-z]:[\\/]/

const segment = (text: string): string => encodeURIComponent(text.toWellFormed())

/** The name of a file as a URI reference: blanks and the like are percent-encoded. Source: RFC 3986, section 4.1. */
export const uriOf = (file: string): string => {
  const parts = file.replaceAll("\\", "/").split("/")
  if (!DRIVE.test(file)) return parts.map(segment).join("/")
  const [drive = "", ...rest] = parts
  return `file:///${[drive, ...rest.map(segment)].join("/")}`
}

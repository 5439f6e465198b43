/** So many characters of Base64 in a row, with a digit or a plus among them, are no word and no path. */
const RUN = /(?=[A-Za-z/=]*[0-9+])[A-Za-z0-9+/=]{40,}/g

/**
 * A text for a message in which nothing can be read of a hardware hash, whole or in part: a hash identifies a living
 * device, so no error repeats one that was given in a wrong place.
 */
export const withoutHashes = (text: string): string =>
  text.replace(RUN, (run) => `(${run.length} characters that may be of a hardware hash)`)

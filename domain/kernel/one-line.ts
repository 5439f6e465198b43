/**
 * Brings a text of several lines, as a Schema tells what is wrong, onto one: for tables, logs and sentences.
 *
 * @example onOneLine('Missing key\n  at ["name"]') // 'Missing key at ["name"]'
 */
export const onOneLine = (text: string): string => text.trim().replace(/\s*\n\s*/g, " ")

/** What conditions ask for, in the words of a service desk. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ["device.manufacturer", "its manufacturer"],
  ["device.model", "its model"],
  ["device.serialNumber", "its serial number"],
  ["device.groupTag", "its group tag"],
  ["device.orderId", "its order"],
  ["device.purchaseOrder", "its purchase order"],
  ["device.systemFamily", "its family"],
  ["device.skuNumber", "its SKU"],
  ["device.tpmVersion", "the version of its TPM"],
  ["device.name", "its name"],
  ["attempt.number", "the number of this attempt"],
  ["attempt.scenario", "the way it is set up"],
  ["attempt.retries", "the number of tries"],
  ["attempt.retryLimit", "the number of tries that the page offers"],
  ["attempt.continues", "how often somebody went on anyway"],
  ["attempt.failedItems", "the number of items that failed"],
  ["attempt.minutes", "the minutes since it began"],
  ["attempt.minutesSinceReseal", "the minutes since the technician's part"],
  ["event.medium", "the network"],
])

const FACTS: ReadonlyMap<string, readonly [yes: string, no: string]> = new Map([
  ["device.userAssigned", ["a person is assigned to it", "no person is assigned to it"]],
  ["attempt.signedIn", ["somebody has signed in", "nobody has signed in"]],
  ["attempt.licensed", ["who signed in has a licence", "nobody with a licence has signed in"]],
  ["attempt.attested", ["its TPM has proved what it is", "its TPM has not proved what it is"]],
  ["attempt.joined", ["it has joined the directory", "it has not joined the directory"]],
  ["attempt.enrolled", ["it is enrolled", "it is not enrolled"]],
  ["attempt.resealed", ["the technician has handed it over", "the technician has not handed it over"]],
])

const COMPARED: ReadonlyMap<string, string> = new Map([
  ["==", "is"],
  ["!=", "is not"],
  ["<", "is less than"],
  ["<=", "is at most"],
  [">", "is more than"],
  [">=", "is at least"],
  ["startsWith", "begins with"],
  ["endsWith", "ends with"],
  ["contains", "contains"],
])

const COMPARISON = /^(\w+\.\w+)\s*(==|!=|<=|>=|<|>)\s*("[^"\\]*"|'[^'\\]*'|\d+)$/u
const CALL = /^(\w+\.\w+)\.(startsWith|endsWith|contains)\(("[^"\\]*"|'[^'\\]*')\)$/u
const FACT = /^(!?)(\w+\.\w+)$/u

const TRIES_LEFT = /^attempt\.retries\s*<=\s*attempt\.retryLimit$/u

const partWords = (part: string): string | undefined => {
  if (TRIES_LEFT.test(part)) return "tries are left"
  const [, not, fact = ""] = FACT.exec(part) ?? []
  if (not !== undefined) return FACTS.get(fact)?.[not === "!" ? 1 : 0]
  const [, field = "", comparison = "", value = ""] = COMPARISON.exec(part) ?? CALL.exec(part) ?? []
  const name = FIELDS.get(field)
  return name === undefined ? undefined : `${name} ${COMPARED.get(comparison)} ${value.replaceAll("'", '"')}`
}

/** A condition in words; one that no plain words are known for is quoted as it is written. */
export const conditionWords = (condition: string): string => {
  const joint = condition.includes("||") ? "||" : "&&"
  const words = condition.split(joint).map((part) => partWords(part.trim()))
  return words.every((part) => part !== undefined)
    ? words.join(joint === "||" ? " or " : " and ")
    : `${condition} holds`
}

/** What a field of `device` or `attempt` is, in words. */
export const fieldWords = (field: string): string => FIELDS.get(field) ?? FACTS.get(field)?.[0] ?? ""

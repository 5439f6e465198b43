import { readFileSync } from "node:fs"
import { assert, describe, it } from "vitest"

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8"))

interface Locked {
  readonly optionalDependencies?: { readonly [name: string]: string }
}

const lock = read("package-lock.json")
const packages: { readonly [path: string]: Locked } = lock.packages

describe("the lock file", () => {
  it("has the optional packages of every platform, or npm ci refuses it where it was not written", () => {
    const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    )
    assert.isAbove(wanted.length, 20)
    const paths = Object.keys(packages)
    const missing = wanted.filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)))
    assert.deepStrictEqual(missing, [])
  })

  it("is of the exact versions that package.json names", () => {
    const { dependencies, devDependencies } = read("package.json")
    assert.deepStrictEqual(lock.packages[""].dependencies, dependencies)
    assert.deepStrictEqual(lock.packages[""].devDependencies, devDependencies)
    for (const version of Object.values({ ...dependencies, ...devDependencies }))
      assert.match(String(version), /^\d/)
  })

  it("names no registry", () => {
    assert.notMatch(
      readFileSync(new URL("../../../package-lock.json", import.meta.url), "utf8"),
      /"resolved"/,
    )
  })
})

import { defineConfig } from "vitest/config"

/** `npm run proof`: what is too heavy for `npm test`. One file after the other, so that measured limits mean something. */
export default defineConfig({
  test: {
    include: ["test/proof/**/*.proof.ts"],
    testTimeout: 900_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    reporters: ["default"],
  },
})

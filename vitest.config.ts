import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // A hang ends here; what is only slow, on a loaded machine, does not.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ["default"],
  },
})

import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // A hang ends here; what is only slow, on a loaded machine, does not.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One worker more than vitest takes by itself on two cores: files wait for processes and disks as often as they reckon.
    maxWorkers: 2,
    reporters: ["default"],
  },
})

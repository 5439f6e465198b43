import { type Clock, Duration, Effect, type Scheduler } from "effect"

/** A process as long as it lives; nothing that belongs to one goes on after its end. */
export interface Life {
  readonly name: string
  isOver: boolean
  /** Called once at its end: what others see of it. */
  readonly mourners: Array<() => void>
}

export const beginLife = (name: string): Life => ({ name, isOver: false, mourners: [] })

/** Ends a life as `kill -9` does: no finalizer runs, no answer is given. */
export const endLife = (life: Life): void => {
  life.isOver = true
  for (const mourner of life.mourners.splice(0)) mourner()
}

interface Event {
  readonly at: number
  readonly order: number
  readonly life: Life
  readonly run: () => void
  isOff: boolean
}

const isBefore = (one: Event, other: Event): boolean =>
  one.at === other.at ? one.order < other.order : one.at < other.at

/** What is to come, the next one first. */
const makeAgenda = () => {
  const heap: Array<Event> = []
  const up = (from: number) => {
    let child = from
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (!isBefore(heap[child]!, heap[parent]!)) return
      ;[heap[child], heap[parent]] = [heap[parent]!, heap[child]!]
      child = parent
    }
  }
  const leastOf = (parent: number): number => {
    let least = parent
    for (const child of [2 * parent + 1, 2 * parent + 2])
      if (child < heap.length && isBefore(heap[child]!, heap[least]!)) least = child
    return least
  }
  const down = () => {
    let parent = 0
    for (let least = leastOf(parent); least !== parent; least = leastOf(parent)) {
      ;[heap[least], heap[parent]] = [heap[parent]!, heap[least]!]
      parent = least
    }
  }
  return {
    add(event: Event) {
      heap.push(event)
      up(heap.length - 1)
    },
    take(): Event | undefined {
      const [first] = heap
      const last = heap.pop()
      if (first === undefined || last === undefined || first === last) return first
      heap[0] = last
      down()
      return first
    },
  }
}

const MICROS = 1000
const START = Date.UTC(2026, 10, 25) * MICROS

/**
 * Virtual time in microseconds, and all that happens in it: one thing after the other in one thread, in an order that nothing
 * outside the simulation has a part in.
 */
export const makeTimeline = () => {
  const agenda = makeAgenda()
  let ready: Array<{ readonly life: Life; readonly run: () => void }> = []
  let now = START
  let order = 0
  let steps = 0

  const after = (micros: number, life: Life, run: () => void) => {
    order += 1
    const event: Event = { at: now + Math.max(0, Math.round(micros)), order, life, run, isOff: false }
    agenda.add(event)
    return () => {
      event.isOff = true
    }
  }

  const drain = () => {
    while (ready.length > 0) {
      const tasks = ready
      ready = []
      for (const { life, run } of tasks) if (!life.isOver) run()
    }
  }

  const schedulerOf = (life: Life): Scheduler.Scheduler => ({
    executionMode: "async",
    shouldYield: (fiber) => fiber.currentOpCount >= fiber.cache.maxOpsBeforeYield,
    makeDispatcher: () => ({
      scheduleTask: (run) => void ready.push({ life, run }),
      flush: () => {},
    }),
  })

  /** @param ahead by how many milliseconds it is wrong */
  const clockOf = (life: Life, ahead = 0): Clock.Clock => {
    const micros = () => now + ahead * MICROS
    const millis = () => Math.floor(micros() / MICROS)
    const nanos = () => BigInt(micros()) * 1000n
    return {
      currentTimeMillisUnsafe: millis,
      currentTimeMillis: Effect.sync(millis),
      currentTimeNanosUnsafe: nanos,
      currentTimeNanos: Effect.sync(nanos),
      monotonicTimeNanosUnsafe: nanos,
      monotonicTimeNanos: Effect.sync(nanos),
      sleep: (duration) =>
        Effect.callback<void>((resume) => {
          const off = after(Duration.toMillis(duration) * MICROS, life, () => resume(Effect.void))
          return Effect.sync(off)
        }),
    }
  }

  return {
    after,
    schedulerOf,
    clockOf,
    /** Milliseconds since 1970. */
    millis: () => Math.floor(now / MICROS),
    /** Milliseconds since the beginning. */
    elapsed: () => (now - START) / MICROS,
    steps: () => steps,
    /** Lets things happen until `isDone`, or until nothing is to come any more. */
    run(isDone: () => boolean, limit: number): "done" | "nothing left" | "no end" {
      drain()
      while (!isDone()) {
        const event = agenda.take()
        if (event === undefined) return "nothing left"
        if (event.isOff || event.life.isOver) continue
        steps += 1
        if (steps > limit) return "no end"
        now = event.at
        event.run()
        drain()
      }
      return "done"
    },
  }
}

export type Timeline = ReturnType<typeof makeTimeline>

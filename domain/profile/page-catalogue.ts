import { Result } from "effect"
import type { Refusal } from "#domain/kernel"
import type { OfferedPage, PageCatalogue } from "./choose-page.ts"
import { anotherDefaultPage, MOST_PAGES, priorityTaken, tooManyPages } from "./refusals.ts"

/** A catalogue with one more publication of a page. */
export const offeringPage = (catalogue: PageCatalogue, page: OfferedPage): PageCatalogue => ({
  ...catalogue,
  generation: catalogue.generation + 1,
  pages: [...catalogue.pages.filter(({ ref }) => ref.name !== page.ref.name), page],
})

/** A catalogue after one page was retired. */
export const withoutPage = (catalogue: PageCatalogue, name: string): PageCatalogue => ({
  ...catalogue,
  generation: catalogue.generation + 1,
  pages: catalogue.pages.filter(({ ref }) => ref.name !== name),
})

const sharing = (pages: ReadonlyArray<OfferedPage>) => {
  for (const [index, page] of pages.entries()) {
    const { priority } = page.settings
    const other = pages.slice(0, index).find(({ settings }) => settings.priority === priority)
    if (other !== undefined) return { priority, page, other }
  }
  return undefined
}

/**
 * Keeps what holds for all pages of a tenant together: one for all devices, a priority each, and no more than there may be.
 *
 * @param catalogue as it would be
 */
export const upholdPages = ({ pages }: PageCatalogue): Result.Result<void, Refusal> => {
  const shared = sharing(pages)
  if (shared !== undefined) {
    const [name, other] = [shared.page.ref.name, shared.other.ref.name]
    return Result.fail(
      shared.priority === null
        ? anotherDefaultPage(name, other)
        : priorityTaken({ name, other, priority: shared.priority }),
    )
  }
  return pages.length > MOST_PAGES ? Result.fail(tooManyPages()) : Result.succeed(undefined)
}

import { Schema } from "effect"
import { PICTURE_FORMATS, type PictureFormat } from "#adapters/graphviz"
import type { Reply } from "./reply.ts"
import type { AnswerDoc } from "./route.ts"

const MEDIA_TYPES: { readonly [format in PictureFormat]: string } = {
  svg: "image/svg+xml",
  mermaid: "text/vnd.mermaid",
  dot: "text/vnd.graphviz",
}

/** `format`: how a picture is to be written. */
export const Format = Schema.optionalKey(
  Schema.Literals(PICTURE_FORMATS).annotate({ description: "How it is written; without it, svg." }),
)

/** How routes that draw answer. */
export const pictureAnswers: ReadonlyArray<AnswerDoc> = [
  {
    status: 200,
    description: "The picture; Mermaid and DOT come as text/vnd.mermaid and text/vnd.graphviz.",
    schema: Schema.String,
    mediaType: MEDIA_TYPES.svg,
  },
]

/** A picture as it is. */
export const pictureReply = (text: string, format: PictureFormat): Reply => ({
  status: 200,
  headers: { "Content-Type": `${MEDIA_TYPES[format]}; charset=utf-8` },
  body: text,
})

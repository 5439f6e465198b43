export { PICTURE_FORMATS, type PictureFormat, picture } from "./picture.ts"

export { partners } from "./projection.ts"
export {
  listAuthorizations,
  PartnerAuthorization,
  PerformedAct,
  partnerActs,
  partnerAuthorization,
} from "./read.ts"

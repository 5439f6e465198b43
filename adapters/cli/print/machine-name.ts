/** A machine for people; some makers write their own name into the model as well. */
export const machineName = ({
  manufacturer,
  model,
}: {
  readonly manufacturer: string
  readonly model: string
}): string =>
  model.toLowerCase().startsWith(manufacturer.toLowerCase()) ? model : `${manufacturer} ${model}`

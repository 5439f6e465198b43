import { expect, test } from "vitest"
import { aService } from "../../support/http-world.ts"
import { contosoWithDevices } from "./stories.ts"

test("the order of a device is changed number by number: what is left out stays, null removes", async () => {
  await using service = aService()
  const { notebook } = await contosoWithDevices(service)
  const order = (body: object) => service.post(`/api/devices/${notebook}/order`, body)
  expect((await order({ orderId: "O-1", purchaseOrder: "PO-7" })).json).toEqual({
    orderId: "O-1",
    purchaseOrder: "PO-7",
  })
  expect((await order({ orderId: null })).json).toEqual({ orderId: null, purchaseOrder: "PO-7" })
  const { json } = await service.get(`/api/devices/${notebook}/state`)
  expect(json.registration).toMatchObject({ orderId: null, purchaseOrder: "PO-7" })
  const stranger = await service.post("/api/devices/00000000-0000-4000-8000-000000000000/order", {})
  expect(stranger.json).toMatchObject({ status: 404, number: "807" })
})

export { makeApp } from "./app.ts"
export { allRoutes } from "./routes.ts"
export { serveHttp } from "./serve.ts"

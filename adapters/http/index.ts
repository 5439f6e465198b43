export { makeApp } from "./app.ts"
export { allRoutes } from "./routes.ts"
export { ListenFailed, NotLoopback, type ServeOptions, type Serving, serveHttp } from "./serve.ts"
export type { HttpRuntime, HttpServices } from "./services.ts"

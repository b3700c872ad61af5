// A stranger's program: `node smoke.ts URL EMAIL PASSWORD`, with types made from the schema alone.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.d.ts";

declare const process: { argv: string[] };
type Deal = components["schemas"]["DealView"];

const [baseUrl = "", email = "", password = ""] = process.argv.slice(2);
const api = createClient<paths>({ baseUrl });

function answered<T>({ data, response }: { data?: T; response: Response }): T {
  if (data === undefined) throw new Error(`${response.url} answered ${response.status}`);
  return data;
}

const pair = answered(await api.POST("/api/v1/auth/login", { body: { email, password } }));
api.use({
  onRequest: ({ request }) => request.headers.set("Authorization", `Bearer ${pair.access_token}`),
});

const client = answered(await api.POST("/api/v1/clients", { body: { name: "Acme" } }));
const deal: Deal = answered(
  await api.POST("/api/v1/deals", {
    body: { client_id: client.id, title: "Roof", amount: "12.50" },
    params: { header: { "Idempotency-Key": `roof-${client.id}` } },
  }),
);
const won = answered(
  await api.POST("/api/v1/deals/{deal_id}/move", {
    params: { path: { deal_id: deal.id } },
    body: { status: "WON" },
  }),
);

const { error: stale } = await api.PATCH("/api/v1/deals/{deal_id}", {
  params: { path: { deal_id: deal.id }, header: { "If-Match": '"99"' } },
  body: { amount: "13.00" },
});
const page = answered(
  await api.GET("/api/v1/deals", { params: { query: { status: "WON", client: client.id } } }),
);

console.log(won.status, stale?.status, page.total, page.items[0]?.amount);

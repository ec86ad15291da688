// Sends one event in each HTTP mode of the CloudEvents SDK; the secret is a Bearer token. The SDK puts attributes into headers as they are, so only ASCII can go in binary mode.
import { CloudEvent, HTTP, Mode, emitterFor, httpTransport } from "cloudevents";

const [url, token] = [process.env.KPI_URL, process.env.KPI_SECRET];
const event = (id, type, subject, data) => new CloudEvent({ id, source: "/sdk/acme", type, subject, time: "2026-03-02T09:05:00.000Z", data });
const opened = event("sdk-1", "helpdesk.ticket.opened", "t 1", { channel: "email", customer: "c-1" });
const resolved = event("sdk-2", "helpdesk.ticket.resolved", "t-€ 1", { agent: "8" });

async function post(mode, message) {
  const headers = { ...message.headers, authorization: `Bearer ${token}` };
  const answer = await fetch(url, { method: "POST", headers, body: message.body });
  console.log(JSON.stringify({ mode, status: answer.status, body: await answer.text() }));
}

await post("binary", HTTP.binary(opened));
await post("structured", HTTP.structured(resolved));

// The SDK's own transport.
const emit = emitterFor(httpTransport(url), { mode: Mode.BINARY });
const answer = await emit(event("sdk-3", "com.example.other", "t", { any: "thing" }), { headers: { authorization: `Bearer ${token}` } });
console.log(JSON.stringify({ mode: "transport", body: answer.body }));

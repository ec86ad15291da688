// Signs by the Standard Webhooks library and posts: once as it is, once with another body under the same signature.
import { Webhook } from "standardwebhooks";

const [url, secret] = [process.env.KPI_URL, process.env.KPI_SECRET];
const body = JSON.stringify({ type: "helpdesk.ticket.opened", timestamp: "2026-03-02T09:05:00Z", data: { subject: "t-1", channel: "email", note: "grüße 😀" } });
const [id, now] = ["msg_standardwebhooks", new Date()];
const signature = new Webhook(secret).sign(id, now, body);

async function post(what, content) {
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": Math.floor(now.getTime() / 1000).toString(),
    "webhook-signature": signature,
  };
  const answer = await fetch(url, { method: "POST", headers, body: content });
  console.log(JSON.stringify({ what, status: answer.status, body: await answer.text() }));
}

await post("signed", body);
await post("forged", body.replace("email", "voice"));

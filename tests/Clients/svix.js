// Signs by Svix's library and posts with Svix's own header names, as its service does.
import { Webhook } from "svix";

const [url, secret] = [process.env.KPI_URL, process.env.KPI_SECRET];
const body = JSON.stringify({ type: "helpdesk.ticket.resolved", timestamp: "2026-03-02T09:06:00Z", data: { subject: "t-1", agent: "8" } });
const [id, now] = ["msg_svix", new Date()];
const signature = new Webhook(secret).sign(id, now, body);

async function post(what, when) {
  const headers = {
    "content-type": "application/json",
    "svix-id": id,
    "svix-timestamp": Math.floor(when.getTime() / 1000).toString(),
    "svix-signature": signature,
  };
  const answer = await fetch(url, { method: "POST", headers, body });
  console.log(JSON.stringify({ what, status: answer.status, body: await answer.text() }));
}

await post("signed", now);
await post("another time", new Date(now.getTime() + 1000));

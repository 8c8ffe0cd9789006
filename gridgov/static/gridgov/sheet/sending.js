// One thing to the server and what its answer means: saved, conflict, refused, halt or lost (try again).

const TIMEOUT = 10_000;
const PHOTO_TIMEOUT = 60_000;

// Read when it is needed: logging in again in another tab changes it.
export function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length) ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

export function sendOperation(url, { uuid, target, base, value }, user) {
  const body = JSON.stringify({ uuid, target, base, value, user });
  return post(url, { uuid, body, headers: { "Content-Type": "application/json" }, timeout: TIMEOUT });
}

export function sendPhoto(url, { uuid, target, caption, name, bytes }, user) {
  const body = new FormData();
  for (const [field, text] of Object.entries({ uuid, target, caption, user })) body.append(field, text);
  body.append("file", new Blob([bytes], { type: "image/jpeg" }), name);
  return post(url, { uuid, body, timeout: PHOTO_TIMEOUT });
}

export function sendRemoval(url) {
  return post(url, { timeout: TIMEOUT });
}

async function post(url, { uuid, body, headers = {}, timeout }) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeout);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headers, Accept: "application/json", "X-CSRFToken": csrfToken() },
      body,
      redirect: "error",
      credentials: "same-origin",
      cache: "no-store",
      signal: controller.signal,
    });
    return meaning(uuid, response.status, await readJson(response));
  } catch {
    return { outcome: "lost" };
  } finally {
    clearTimeout(timer);
  }
}

async function readJson(response) {
  const kind = response.headers.get("Content-Type") ?? "";
  return kind.startsWith("application/json") ? response.json() : null;
}

function meaning(uuid, status, body) {
  const sentence = body?.error;
  if (status === 200 && body && body.uuid === uuid) return { outcome: "saved", body };
  if (status === 409 && body?.theirs) return { outcome: "conflict", body };
  if ([400, 404, 409, 413, 422, 423].includes(status)) {
    return { outcome: "refused", sentence: sentence ?? `服务器没有接受这一项（${status}）。` };
  }
  if (status === 401) return { outcome: "halt", sentence: "登录已过期。请在新标签页登录，回到本页后会继续上传；也可以点“重试”。" };
  if (status === 403) return { outcome: "halt", sentence: sentence ?? "现在的登录人不能保存这张表。请用原来的账号登录，再点“重试”。" };
  return { outcome: "lost" };
}

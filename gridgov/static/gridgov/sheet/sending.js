// One operation to the server and what its answer means: saved, conflict, refused, halt or lost (try again).

const TIMEOUT = 10_000;

// Read when it is needed: logging in again in another tab changes it.
export function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length) ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

export async function send(url, operation, user) {
  const { uuid, target, base, value } = operation;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
      body: JSON.stringify({ uuid, target, base, value, user }),
      redirect: "error",
      credentials: "same-origin",
      cache: "no-store",
      signal: timeout(),
    });
    return meaning(operation, response, await readJson(response));
  } catch {
    return { outcome: "lost" };
  }
}

function timeout() {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), TIMEOUT);
  return controller.signal;
}

async function readJson(response) {
  const kind = response.headers.get("Content-Type") ?? "";
  return kind.startsWith("application/json") ? response.json() : null;
}

function meaning(operation, response, body) {
  const sentence = body?.error;
  if (response.status === 200 && body?.uuid === operation.uuid) return { outcome: "saved", body };
  if (response.status === 409 && body?.theirs) return { outcome: "conflict", body };
  if ([400, 404, 409, 413, 422, 423].includes(response.status)) {
    return { outcome: "refused", sentence: sentence ?? `服务器没有接受这一改动（${response.status}）。` };
  }
  if (response.status === 401) return { outcome: "halt", sentence: "登录已过期。请在新标签页登录，再点“重试”，未保存的会继续上传。" };
  if (response.status === 403) return { outcome: "halt", sentence: sentence ?? "现在的登录人不能保存这张表。请用原来的账号登录，再点“重试”。" };
  return { outcome: "lost" };
}

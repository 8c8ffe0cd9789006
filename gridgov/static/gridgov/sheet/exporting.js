// 导出未上传数据: files of the format gridgov-unsent/1, which the server takes in later from any machine.

const FORMAT = "gridgov-unsent/1";
// In base64, of one file: the server takes files up to 50 MB.
const MOST = 30_000_000;

// Saves everything and gives the names of the files.
export function save(sheet, operations, photos) {
  const kept = photos.filter((photo) => photo.bytes && !photo.unwanted).map(written);
  const parts = split(kept);
  const now = new Date().toISOString();
  return parts.map((share, place) => {
    const content = {
      format: FORMAT,
      user: Number(sheet.user),
      user_name: sheet.userName,
      evaluation: Number(sheet.evaluation),
      sheet: Number(sheet.sheetKey),
      exported_at: now,
      operations: place ? [] : operations.map(({ uuid, target, base, value, at }) => ({ uuid, target, base, value, at })),
      photos: share,
    };
    const name = `未上传数据-${sheet.userName}-${now.slice(0, 19).replaceAll(":", "")}${place ? `-${place + 1}` : ""}.json`;
    download(name, JSON.stringify(content));
    return name;
  });
}

function written({ uuid, target, caption, name, at, bytes }) {
  return { uuid, target, caption, name, at, data: base64(new Uint8Array(bytes)) };
}

// At least one part; photos in order, as many in each as it may hold.
function split(photos) {
  const parts = [[]];
  let size = 0;
  for (const photo of photos) {
    if (size && size + photo.data.length > MOST) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1).push(photo);
    size += photo.data.length;
  }
  return parts;
}

function base64(bytes) {
  const pieces = [];
  for (let from = 0; from < bytes.length; from += 0x8000) {
    pieces.push(String.fromCharCode(...bytes.subarray(from, from + 0x8000)));
  }
  return btoa(pieces.join(""));
}

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

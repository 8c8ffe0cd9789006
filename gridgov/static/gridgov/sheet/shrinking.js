// A photo as it is sent: a JPEG of at most 1600 px, upright, without the place and the machine it was taken with.

const LONGEST = 1600;
const QUALITY = 0.8;

// Raises an Error with a sentence for what the browser cannot read as a picture.
export async function shrink(file) {
  const image = await decode(file);
  const [width, height] = [image.naturalWidth, image.naturalHeight];
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d");
  // A JPEG has no transparency: what lies under it would turn black.
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (!blob) throw new Error(`“${file.name}”太大，这台设备处理不了。请用较低的分辨率重拍。`);
  return bytesOf(blob);
}

// An <img>, not createImageBitmap: it turns pictures upright in every browser.
async function decode(file) {
  const image = new Image();
  const url = URL.createObjectURL(file);
  image.src = url;
  try {
    await image.decode();
  } catch {
    throw new Error(`“${file.name}”不是能读的图片。请拍照，或选择 JPG、PNG 图片。`);
  } finally {
    URL.revokeObjectURL(url);
  }
  return image;
}

// Bytes, not a Blob: Safari loses Blobs kept in a database.
function bytesOf(blob) {
  return new Response(blob).arrayBuffer();
}

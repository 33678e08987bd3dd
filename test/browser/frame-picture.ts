import sharp from 'sharp'

/** The picture of a frame to label: a bench, and a hand where a model might suspect one. */
export async function framePictureOf(width: number, height: number, number: number): Promise<Buffer> {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="#5b6673"/><rect y="62%" width="100%" height="38%" fill="#8c7355"/>
    <rect x="11%" y="12%" width="17%" height="17%" rx="14" fill="#e0b394"/>
    <rect x="45%" y="40%" width="12%" height="26%" rx="6" fill="#4aa3a0"/>
    <text x="94%" y="96%" text-anchor="end" font-size="22" fill="#fff">${number + 1}</text></svg>`
  return sharp(Buffer.from(drawn)).jpeg().toBuffer()
}

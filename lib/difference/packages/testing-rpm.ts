/** A header blob as rpm stores it, with an index and its data. */
export function rpmHeader(of: {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly epoch?: number;
  readonly arch?: string;
}): Uint8Array {
  const entries: { tag: number; type: number; data: Buffer }[] = [
    ...(of.epoch === undefined ? [] : [{ tag: 1003, type: 4, data: number(of.epoch) }]),
    { tag: 1000, type: 6, data: Buffer.from(`${of.name}\0`) },
    { tag: 1001, type: 6, data: Buffer.from(`${of.version}\0`) },
    { tag: 1002, type: 6, data: Buffer.from(`${of.release}\0`) },
    ...(of.arch === undefined ? [] : [{ tag: 1022, type: 6, data: Buffer.from(`${of.arch}\0`) }]),
  ];
  const data = Buffer.concat(entries.map((entry) => entry.data));
  let offset = 0;
  const index = entries.map((entry) => {
    const row = Buffer.concat([entry.tag, entry.type, offset, 1].map(number));
    offset += entry.data.byteLength;
    return row;
  });
  return Buffer.concat([number(entries.length), number(data.byteLength), ...index, data]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

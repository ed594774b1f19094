// The map without its drawing: rows, columns and cells as read, folded into groups, found by words, and their places.

export function read(data) {
  const side = (list) => list.map(([path, label, group, works, none]) => ({ path, label, at: 0, of: group, works, none }));
  const rows = side(data.rows), columns = side(data.columns);
  rows.forEach((one, n) => { one.at = n; one.raw = []; });
  columns.forEach((one, n) => { one.at = n; });
  for (const [row, column, evidence, set, single, inferred] of data.cells) {
    rows[row].raw.push([column, { evidence, publishers: data.sets[set], single: Boolean(single), inferred: Boolean(inferred) }]);
  }
  return { rows, columns, rowGroups: data.rowGroups, columnGroups: data.columnGroups, publishers: data.publishers };
}

// Items in order: of each group its head (rows always, columns where folded), then what it holds unless it is folded.
export function folded(list, groups, closed, find, headed) {
  const kept = find ? list.filter((one) => one.label.toLowerCase().includes(find)) : list;
  if (groups.length < 2) return kept.map((one) => ({ ...one, holds: [one] }));
  const items = [];
  groups.forEach((label, of) => {
    const inside = kept.filter((one) => one.of === of);
    if (!inside.length) return;
    const shut = closed.has(of);
    if (shut || headed) items.push({ group: true, of, label, closed: shut, count: inside.length, holds: shut ? inside : [], starts: true });
    if (!shut) inside.forEach((one, n) => items.push({ ...one, holds: [one], starts: !headed && n === 0 }));
  });
  return items;
}

// Where items stand along one side.
export function ordinals(items, step, head) {
  const at = [], high = (n) => (items[n].group ? head : step);
  let size = 0;
  items.forEach((_, n) => { at.push(size); size += high(n); });
  const under = (place) => {
    if (place < 0 || place >= size) return -1;
    let low = 0, up = items.length - 1;
    while (low < up) { const middle = (low + up + 1) >> 1; if (at[middle] <= place) low = middle; else up = middle - 1; }
    return low;
  };
  const span = (from, to) => [Math.max(0, under(Math.max(0, from))), to >= size ? items.length : under(to) + 1];
  const counts = new Map();
  for (const item of items) counts.set(item.of, (counts.get(item.of) || 0) + (item.group ? 0 : 1));
  const bands = () => {
    const found = [];
    items.forEach((item, n) => {
      if (item.group) return;
      const last = found.at(-1);
      if (last && last[0] === item.of && last[2] === at[n]) last[2] += step;
      else found.push([item.of, at[n], at[n] + step]);
    });
    return found;
  };
  return { items, at, size, high, under, span, bands, counts };
}

// Gives every row item its cells by the number of the column item; those of a folded group are summed up.
export function aggregate(model, rows, columns) {
  const place = new Map();
  columns.forEach((item, n) => { for (const one of item.holds) place.set(one.at, n); });
  for (const row of rows) {
    row.cells = new Map();
    for (const one of row.holds) {
      for (const [column, cell] of one.raw) {
        const n = place.get(column);
        if (n === undefined) continue;
        const sum = row.cells.get(n);
        if (!sum) row.cells.set(n, { ...cell, publishers: new Set(cell.publishers) });
        else {
          sum.evidence += cell.evidence;
          for (const publisher of cell.publishers) sum.publishers.add(publisher);
          sum.single = false;
          sum.inferred = sum.inferred && cell.inferred;
        }
      }
    }
  }
}

"use strict";

const ROW_COUNT_MAX = 1000;
const element = (id) => document.getElementById(id);

function make(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/* Runs a statement in a transaction that can't write; returns its result or throws its error. */
async function run(sql, params = []) {
  const response = await fetch("/v1/sql", {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({statements: ["SET TRANSACTION READ ONLY", {sql, params}]}),
  });
  const answer = await response.json();
  if (answer.error) throw answer.error;
  return answer.results[1];
}

function showResult(result) {
  const table = make("table");
  const head = table.createTHead().insertRow();
  for (const column of result.columns) {
    const cell = make("th", column.name);
    cell.append(make("small", column.type));
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of result.rows.slice(0, ROW_COUNT_MAX)) {
    const line = body.insertRow();
    for (const value of row) {
      const text = value === null ? "NULL" : typeof value === "object" ? JSON.stringify(value) : String(value);
      line.append(make("td", text, value === null ? "null" : typeof value === "number" ? "number" : ""));
    }
  }
  element("result").replaceChildren(table);
}

function showMessage(text, isError) {
  element("message").textContent = text;
  element("message").className = isError ? "error" : "";
}

function errorText(error) {
  const parts = [`ERROR: ${error.message ?? error} ${error.code ? `(${error.code})` : ""}`];
  if (error.detail) parts.push(`DETAIL: ${error.detail}`);
  if (error.hint) parts.push(`HINT: ${error.hint}`);
  return parts.join("\n");
}

async function submit(prefix) {
  const sql = element("sql").value;
  showMessage("…", false);
  const start = performance.now();
  try {
    const result = await run(prefix + sql);
    const shown = Math.min(result.rows.length, ROW_COUNT_MAX);
    const cut = shown < result.rows.length ? `, the first ${shown} are shown` : "";
    showMessage(`${result.command}${cut} · ${(performance.now() - start).toFixed(1)} ms`, false);
    showResult(result);
  } catch (error) {
    element("result").replaceChildren();
    showMessage(errorText(error), true);
    if (error.position && prefix === "") {
      const at = [...sql].slice(0, error.position - 1).join("").length;
      element("sql").focus();
      element("sql").setSelectionRange(at, Math.min(at + 1, sql.length));
    }
  }
}

function quoted(name) {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

async function showTables() {
  const result = await run(
      `SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns
       WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
       ORDER BY table_schema, table_name, ordinal_position`);
  const tables = new Map();
  for (const [schema, table, column, type] of result.rows) {
    const name = schema === "public" ? quoted(table) : `${quoted(schema)}.${quoted(table)}`;
    if (!tables.has(name)) tables.set(name, []);
    tables.get(name).push([column, type]);
  }
  const list = [];
  for (const [name, columns] of tables) {
    const entry = make("details");
    const title = make("summary", name);
    title.addEventListener("dblclick", () => {
      element("sql").value = `SELECT * FROM ${name} LIMIT 100`;
      submit("");
    });
    entry.append(title);
    const items = make("ul");
    for (const [column, type] of columns) {
      const item = make("li", `${column} `);
      item.append(make("span", type));
      items.append(item);
    }
    entry.append(items);
    list.push(entry);
  }
  element("tables").replaceChildren(...(list.length ? list : [make("p", "No tables yet.")]));
}

function shape(tag, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

/* Draws a segment: its rows from left to right, cut into the model's linear pieces (at most 200 of
   them), and below, to the same scale, the window that a lookup searches. */
function drawModel(model) {
  const figure = make("figure");
  const facts = Object.entries(model).filter(([, value]) => value !== null)
      .map(([name, value]) => `${name.replaceAll("_", " ")}: ${value}`);
  figure.append(make("figcaption", facts.join(" · ")));
  const rows = Number(model.row_count);
  const pieces = Math.max(Number(model.linear_pieces), 1);
  const bound = Number(model.error_bound);
  const drawn = Math.min(pieces, 200);
  const svg = shape("svg", {viewBox: "0 0 1000 48", preserveAspectRatio: "none", role: "img",
    "aria-label": `${pieces} linear pieces over ${rows} rows, error bound ${bound}`});
  for (let i = 0; i < drawn; i++) {
    svg.append(shape("rect", {class: "piece", x: (1000 * i) / drawn, y: 4, width: 1000 / drawn, height: 22}));
  }
  const width = rows > 0 ? Math.max((1000 * (2 * bound + 1)) / rows, 1) : 1000;
  svg.append(shape("rect", {class: "bound", x: Math.max(500 - width / 2, 0), y: 32, width: Math.min(width, 1000), height: 8}));
  figure.append(svg);
  return figure;
}

async function showModels() {
  const result = await run(
      `SELECT m.*, s.row_count FROM reckon_models m
       JOIN reckon_segments s USING (schema_name, table_name, segment_id)`);
  const names = result.columns.map((column) => column.name);
  const figures = result.rows.slice(0, 50).map((row) => drawModel(Object.fromEntries(names.map((name, i) => [name, row[i]]))));
  element("models").replaceChildren(...(figures.length ? figures
      : [make("p", "No segment yet: small tables live in memory, in an ordinary tree.", "hint")]));
}

async function start() {
  element("query").addEventListener("submit", (event) => {
    event.preventDefault();
    submit("");
  });
  element("explain").addEventListener("click", () => submit("EXPLAIN ANALYZE "));
  element("sql").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit("");
  });
  for (const [id, show] of [["tables", showTables], ["models", showModels]]) {
    try {
      await show();
    } catch (error) {
      element(id).replaceChildren(make("p", errorText(error), "hint"));
    }
  }
  try {
    const version = await run("SELECT version()");
    element("status").textContent = version.rows[0][0];
  } catch (error) {
    element("status").textContent = errorText(error);
  }
}

start();

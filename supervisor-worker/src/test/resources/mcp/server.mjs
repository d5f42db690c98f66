// A small MCP server for tests. Each argument switches a trait on.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const traits = new Set(process.argv.slice(2));
const has = (trait) => traits.has(trait);
const print = (text) => process.stdout.write(text + '\n');
const send = (message) => print(JSON.stringify({ jsonrpc: '2.0', ...message }));
const text = (value) => ({ content: [{ type: 'text', text: value }] });
const seen = [];

const tools = {
  echo: (id, args) => send({ id, result: { ...text(JSON.stringify(args)), structuredContent: args } }),
  raw: (id) => print(`{"jsonrpc":"2.0","id":"${id}","result":{"big": 12345678901234567890123,`
    + `"price":1.10,"huge":1e400,"later":{"field":[true,null]},"umlaut":"ä\\u00e4€🐂","content":[]}}`),
  large: (id, { size }) => send({ id, result: text('x'.repeat(size)) }),
  endless: (id, { size }) => {
    process.stdout.write('x'.repeat(size));
    setTimeout(() => print(''), 300);
  },
  never: () => {},
  late: (id, { millis }) => setTimeout(() => send({ id, result: text('too late') }), millis),
  fail: (id) => send({ id, error: { code: -32042, message: 'no such bucket' } }),
  rant: (id, { size }) => send({ id, error: { code: -32043, message: 'x'.repeat(size) } }),
  askBack: (id) => send({ id, result: { resultType: 'input_required', inputRequests: {} } }),
  scalar: (id) => send({ id, result: 7 }),
  die: () => process.exit(3),
  answerAndDie: (id) => process.stdout.write(
    JSON.stringify({ jsonrpc: '2.0', id, result: text('last words') }) + '\n', () => process.exit(0)),
  seen: (id) => send({ id, result: { seen } }),
  deaf: () => { for (;;); },
  changed: (id) => {
    for (const list of ['tools', 'resources', 'prompts', 'hats']) {
      send({ method: `notifications/${list}/list_changed` });
    }
    send({ id, result: {} });
  },
  ask: (id) => {
    send({ id: 1234567890123456, method: 'ping' });
    send({ id: 'r', method: 'roots/list' });
    send({ id, result: {} });
  },
  flood: () => {
    const junk = ('junk '.repeat(200) + '\n').repeat(64);
    const more = () => { while (process.stdout.write(junk)); process.stdout.once('drain', more); };
    more();
  },
  noise: (id, { lines }) => {
    for (let i = 0; i < lines; i++) print(`noise ${i} \u0007${'z'.repeat(300)}`);
    print('{"level":"info","id":1,"method":"GET"}');
    print('[1, 2');
    print('{"jsonrpc":"2.0","id":');
    send({ id, result: text('still here') });
  },
};

// A child that keeps stdout open after the server's end, for a while.
if (has('parent')) spawn('sleep', ['5'], { stdio: ['ignore', 'inherit', 'ignore'], detached: true });

const cursors = { undefined: 'one', one: 'two' };
const pages = { undefined: [{ name: 'a', 'x-new': 1.50 }], one: [], two: [{ name: 'b' }, { name: 'c' }] };
const list = (id, { cursor }) => {
  if (has('circular')) return send({ id, result: { tools: [], nextCursor: 'again' } });
  if (has('bottomless')) return send({ id, result: { tools: [], nextCursor: String(Math.random()) } });
  return send({ id, result: { tools: pages[cursor], ...(cursors[cursor] && { nextCursor: cursors[cursor] }) } });
};

const requests = {
  initialize: (id) => {
    if (has('mute')) return;
    if (has('stillborn')) process.exit(1);
    if (has('banner')) print('Welcome to the server!');
    send({ id, result: {
      protocolVersion: has('future') ? '2031-01-01' : '2025-06-18',
      serverInfo: { name: 'test', version: has('verbose') ? 'v'.repeat(2000000) : '1.2.3' },
      capabilities: { tools: { listChanged: true, 'x-new': 1.0 }, prompts: {} } } });
  },
  ...(has('stateless') && {
    'server/discover': (id) => send({ id, result: {
      supportedVersions: [has('future') ? '2031-01-01' : '2026-07-28'],
      capabilities: { tools: { listChanged: true } },
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'test', version: '2' } } } }),
    'subscriptions/listen': () => {},
  }),
  ping: (id) => send({ id, result: {} }),
  'tools/list': list,
  'tools/call': (id, { name, arguments: args }) => tools[name](id, args),
  'resources/read': (id, { uri }) => send({ id, result: { contents: [{ uri, text: 'r' }] } }),
  'prompts/get': (id, { name, arguments: args }) => send({ id, result: { description: name, args } }),
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const message = JSON.parse(line);
  seen.push(message);
  if (!message.method || message.id === undefined) return;
  const handler = requests[message.method];
  // As servers do that know the newest revision only.
  const version = message.params?._meta?.['io.modelcontextprotocol/protocolVersion'];
  if (has('stateless') && version !== '2026-07-28') {
    send({ id: message.id, error: { code: -32022, message: 'Unsupported protocol version' } });
  } else if (handler) handler(message.id, message.params ?? {});
  else send({ id: message.id, error: { code: -32601, message: 'Method not found' } });
}).on('close', () => process.exit(0));

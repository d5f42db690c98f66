// A small MCP server with one tool, and with the habit that its first argument names.
import { createInterface } from 'node:readline';

const habit = process.argv[2];
const secret = process.env.SECRET ?? 'nothing';
const say = line => process.stdout.write(line + '\n');
const send = message => say(JSON.stringify({ jsonrpc: '2.0', ...message }));

function exit({ code, size, eat }) {
  if (size) {
    return { content: [{ type: 'text', text: 'x'.repeat(size) }] };
  }
  for (const all = []; eat;) {
    all.push(Buffer.alloc(1 << 20, 1));
  }
  console.error(`goodbye, the secret was ${secret}`);
  process.exit(code);
}

const answers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'small', version: '1.0' },
  }),
  ping: () => ({}),
  'tools/list': () => ({ tools: [{ name: 'exit', inputSchema: { type: 'object' } }] }),
  'tools/call': params => calls[params.name](params.arguments),
};

// Beside the one that is listed: what it knows, and an error in which that stands.
const calls = {
  exit,
  tell: told => ({ content: [{ type: 'text', text: JSON.stringify({ env: process.env, told }) }] }),
  refuse: told => {
    throw new Error(`neither ${secret} nor ${JSON.stringify(told)} will do`);
  },
};

function answer({ id, method, params }) {
  if (habit === 'refuses') {
    send({ id, error: { code: -32000, message: `the secret ${secret} is wrong` } });
  } else if (answers[method]) {
    try {
      send({ id, result: answers[method](params ?? {}) });
    } catch ({ message }) {
      send({ id, error: { code: -32602, message } });
    }
  } else {
    send({ id, error: { code: -32601, message: `no method ${method}` } });
  }
}

if (habit === 'noisy') {
  say('Welcome!');
  say('{"almost": "a message"}');
  say('[1, 2');
  say('');
}
if (habit === 'leaks') {
  say(`on stdout, the secret is ${secret}`);
  console.error(`on stderr, the secret is ${secret}`);
}

if (habit === 'calls-back') {
  const { DROVER_TOKEN: token, DROVER_CALLBACK_URL: callback, DROVER_ROUTER_URL: router } = process.env;
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ event: 'started', payload: { pid: process.pid } });
  const called = await fetch(callback, { method: 'POST', headers, body });
  const seen = await fetch(`${router}/servers`, { headers });
  console.error(`called back with ${token}: ${called.status}, sees servers: ${seen.status}`);
}

if (habit === 'floods') {
  const junk = 'x'.repeat(120) + '\n';
  setInterval(() => process.stderr.write(junk.repeat(8000)), 10);
}

createInterface({ input: process.stdin })
  .on('line', line => {
    const message = JSON.parse(line);
    if (habit !== 'silent' && message.id !== undefined) {
      answer(message);
      if (habit === 'crashes' && message.method === 'tools/list') {
        setTimeout(() => process.exit(7), 100);
      }
    }
  })
  .on('close', () => process.exit(0));

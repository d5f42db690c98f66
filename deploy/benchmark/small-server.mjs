// A small MCP server with one tool, which answers with its argument: what is measured is everything around it.
import { createInterface } from 'node:readline';

const echo = {
  name: 'echo',
  description: 'Answers with the message',
  inputSchema: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
};

const answers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'small-server', version: '1.0' },
  }),
  ping: () => ({}),
  'tools/list': () => ({ tools: [echo] }),
  'tools/call': ({ arguments: { message } }) => ({ content: [{ type: 'text', text: message }] }),
};

function answer({ method, params }) {
  const result = answers[method];
  return result ? { result: result(params ?? {}) } : { error: { code: -32601, message: `no method ${method}` } };
}

createInterface({ input: process.stdin })
  .on('line', line => {
    const message = JSON.parse(line);
    if (message.id !== undefined) {
      process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...answer(message) }) + '\n');
    }
  })
  .on('close', () => process.exit(0));

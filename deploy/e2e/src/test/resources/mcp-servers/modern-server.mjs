// A server of the newest protocol revision only: `node modern-server.mjs` over stdio, with PORT over HTTP.
import { createServer } from 'node:http';
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';

const text = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };

function make() {
    const server = new McpServer({ name: 'modern', version: '1.0.0' }, { capabilities: { tools: { listChanged: true } } });
    server.registerTool('echo', { description: 'Says it again', inputSchema: fromJsonSchema(text) }, ({ text }) => ({
        content: [{ type: 'text', text: `Echo: ${text}` }],
    }));
    server.registerResource('motto', 'modern://motto', { mimeType: 'text/plain' }, uri => ({
        contents: [{ uri: uri.href, text: 'without a session' }],
    }));
    server.registerPrompt('greet', { description: 'A greeting' }, () => ({
        messages: [{ role: 'user', content: { type: 'text', text: 'Hello' } }],
    }));
    return server;
}

if (process.env.PORT) {
    const handler = createMcpHandler(make, { legacy: 'reject' });
    createServer(async (request, response) => {
        const chunks = [];
        for await (const chunk of request) {
            chunks.push(chunk);
        }
        const aborted = new AbortController();
        response.on('close', () => aborted.abort());
        const answer = await handler.fetch(
            new Request(`http://${request.headers.host}${request.url}`, {
                method: request.method,
                headers: request.headers,
                body: chunks.length ? Buffer.concat(chunks) : undefined,
                signal: aborted.signal,
            }),
        );
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        for await (const part of answer.body ?? []) {
            response.write(part);
        }
        response.end();
    }).listen(process.env.PORT, '127.0.0.1');
} else {
    serveStdio(make, { legacy: 'reject' });
}

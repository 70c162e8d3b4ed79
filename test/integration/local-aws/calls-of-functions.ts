/**
 * For the code of a function: `callAws('sqs', 'AmazonSQS.ListQueues', {})` calls an API that speaks JSON, as the
 * function's role. Functions of these tests have no SDK.
 */
export const CALL_AWS = `
  const { createHash, createHmac } = require('node:crypto');
  const hash = (data) => createHash('sha256').update(data).digest('hex');
  const hmac = (key, data) => createHmac('sha256', key).update(data).digest();
  async function callAws(service, target, payload) {
    const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = process.env;
    const url = new URL(process.env.AWS_ENDPOINT_URL);
    const at = new Date().toISOString().replace(/[-:]|\\.\\d{3}/g, '');
    const scope = at.slice(0, 8) + '/us-east-1/' + service + '/aws4_request';
    const body = JSON.stringify(payload);
    const headers = { 'content-type': 'application/x-amz-json-1.0', host: url.host, 'x-amz-date': at,
      'x-amz-security-token': token, 'x-amz-target': target };
    const signed = Object.keys(headers).join(';');
    const canonical = ['POST', '/', '', ...Object.entries(headers).map(([name, value]) => name + ':' + value), '',
      signed, hash(body)].join('\\n');
    let key = 'AWS4' + secret;
    for (const part of scope.split('/')) key = hmac(key, part);
    const signature = createHmac('sha256', key)
      .update(['AWS4-HMAC-SHA256', at, scope, hash(canonical)].join('\\n')).digest('hex');
    const response = await fetch(url, { method: 'POST', body, headers: { ...headers,
      authorization: 'AWS4-HMAC-SHA256 Credential=' + id + '/' + scope + ', SignedHeaders=' + signed +
        ', Signature=' + signature } });
    return { status: response.status, body: await response.json() };
  }
`;

/** For the code of a function: `tell(value)` lets a test read the value, as a metric. */
export const TELL = `
  const tell = (value) => console.log(JSON.stringify({
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: [
      { Namespace: 'Test', Dimensions: [['told']], Metrics: [{ Name: 'Told', Unit: 'Count' }] } ] },
    told: JSON.stringify(value), Told: 1 }));
`;

import { describe, expect, test } from 'vitest';
import { PARAMETERS } from '../../../infrastructure/deployment-parameters.ts';
import { HERE, template } from '../packaged-template.ts';
import { allows, idsOf, statementsOf } from '../policy-statements.ts';
import { resolveTemplate, type Template } from '../resolve-template.ts';

/** What of owners and their mails AWS checks at the earliest when it matters, and the local AWS drops or never checks. */

const deployed = (parameters: Record<string, string> = {}) =>
  resolveTemplate(template, { ...HERE, 'AWS::URLSuffix': 'amazonaws.com', Mode: 'enforce', ...parameters });

const off = deployed();
const on = deployed({ SenderAddress: 'mfa@example.com', HelpContact: '#help-aws', OwnerDomain: 'example.com' });

const CONFIGURATION_SET = 'arn:aws:ses:us-east-1:111122223333:configuration-set/MailConfigurationSet';
const MAILERS = {
  EvaluateUserRole: 'EvaluateDashuserLambdaFunction',
  SweepAccountRole: 'SweepDashaccountLambdaFunction',
  ReconcileEventsRole: 'ReconcileDasheventsLambdaFunction',
  TellHeldRole: 'TellDashheldLambdaFunction',
} as const;
const FINDERS = Object.values(MAILERS).filter((id) => id !== MAILERS.TellHeldRole);

const propertiesOf = (logicalId: string, of: Template = on) => of.Resources[logicalId]?.Properties ?? {};
const variablesOf = (logicalId: string, of: Template = on) =>
  (propertiesOf(logicalId, of)['Environment'] as { Variables: Record<string, string> }).Variables;

describe('without a sender', () => {
  test('nothing of SES is there, and nobody may send a mail', () => {
    expect(Object.values(off.Resources).filter(({ Type }) => Type.startsWith('AWS::SES::'))).toEqual([]);
    expect(JSON.stringify(off.Resources)).not.toMatch(/ses:|ses\.amazonaws\.com/);
  });

  test.each(Object.values(MAILERS))('%s is told of no sender and of no configuration set', (id) => {
    expect(variablesOf(id, off)).toMatchObject({ SENDER_ADDRESS: '', MAIL_CONFIGURATION_SET: '', HELP_CONTACT: '' });
  });
});

describe('with a sender', () => {
  test.each(Object.entries(MAILERS))('%s may send from that one address only, by our configuration set', (role) => {
    expect(allows(on, role, 'ses:SendEmail')).toEqual([
      {
        on: ['arn:aws:ses:us-east-1:111122223333:identity/*', CONFIGURATION_SET],
        when: { StringEquals: { 'ses:FromAddress': 'mfa@example.com' } },
        who: undefined,
      },
    ]);
  });

  test('no other role may send, and none may do anything else with SES', () => {
    const roles = idsOf(on, 'AWS::IAM::Role');
    const rights = roles.flatMap((role) =>
      statementsOf(on, role)
        .flatMap(({ Action }) => Action ?? [])
        .filter((action) => action.startsWith('ses:'))
        .map((action) => `${role} ${action}`),
    );

    expect(rights.toSorted()).toEqual(
      Object.keys(MAILERS)
        .map((role) => `${role} ses:SendEmail`)
        .toSorted(),
    );
  });

  test.each(Object.values(MAILERS))('%s is told the sender, the configuration set and whom to ask', (id) => {
    expect(variablesOf(id)).toMatchObject({
      SENDER_ADDRESS: 'mfa@example.com',
      MAIL_CONFIGURATION_SET: 'MailConfigurationSet',
      HELP_CONTACT: '#help-aws',
    });
  });

  test.each(FINDERS)('%s is told how an owner is found', (id) => {
    expect(variablesOf(id)).toMatchObject({ OWNER_TAGS: 'owner,Owner,email,Email', OWNER_DOMAIN: 'example.com' });
  });

  test('an address that bounced or complained gets no more', () => {
    expect(propertiesOf('MailConfigurationSet')).toEqual({
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
  });

  test('what came to nothing reaches security, and nobody is told who opened or clicked', () => {
    expect(propertiesOf('MailTroubles')).toEqual({
      ConfigurationSetName: 'MailConfigurationSet',
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['bounce', 'complaint', 'reject', 'renderingFailure'],
        SnsDestination: { TopicARN: 'SecurityTopic' },
      },
    });
    expect(on.Resources['MailTroubles']?.DependsOn).toContain('SecurityTopicPolicy');
  });

  test('the topic takes from SES what our configuration set of this account sends, and nothing else', () => {
    const bySes = statementsOf(on, 'SecurityTopicPolicy').filter(({ Sid }) => Sid === 'FromOurMails');

    expect(bySes).toEqual([
      {
        Sid: 'FromOurMails',
        Effect: 'Allow',
        Principal: { Service: 'ses.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: 'SecurityTopic',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111122223333' },
          ArnEquals: { 'aws:SourceArn': CONFIGURATION_SET },
        },
      },
    ]);
    expect(JSON.stringify(statementsOf(on, 'OwnersTopicPolicy'))).not.toContain('ses.amazonaws.com');
  });

  test('SES may use the key of the topic, without which it would lose every bounce', () => {
    const [bySes] = allows(on, 'TopicKey', 'kms:GenerateDataKey*').filter(
      ({ who }) => JSON.stringify(who) === '{"Service":"ses.amazonaws.com"}',
    );

    expect(bySes?.on).toEqual(['*']);
    expect(allows(on, 'TopicKey', 'kms:Decrypt')).toContainEqual(bySes);
  });
});

describe('who reads a topic by e-mail', () => {
  const endpoints = (of: Template) =>
    idsOf(of, 'AWS::SNS::Subscription').map((id) => {
      const { TopicArn, Protocol, Endpoint } = propertiesOf(id, of);
      return { TopicArn, Protocol, Endpoint };
    });

  test('security reads its own topic, and not the owners’ a second time', () => {
    expect(endpoints(deployed({ SecurityEmail: 'security@example.com' }))).toEqual([
      { TopicArn: 'SecurityTopic', Protocol: 'email', Endpoint: 'security@example.com' },
    ]);
  });

  test('the owners’ topic is for whoever helps owners', () => {
    expect(endpoints(deployed({ OwnersEmail: 'help.desk@example.com' }))).toEqual([
      { TopicArn: 'OwnersTopic', Protocol: 'email', Endpoint: 'help.desk@example.com' },
    ]);
  });

  test('nobody, unless the deployment says so', () => {
    expect(endpoints(off)).toEqual([]);
  });
});

describe('the parameters', () => {
  const NAMES = [
    'SecurityMinimumSeverity',
    'OwnersEmail',
    'SenderAddress',
    'HelpContact',
    'OwnerTags',
    'OwnerDomain',
    'AccountName',
  ];

  test.each(NAMES)('%s has a default, so that none of them has to be given', (name) => {
    expect(template.Parameters[name]?.['Default']).toBeTypeOf('string');
  });

  test.each(NAMES.filter((name) => name !== 'SecurityMinimumSeverity'))(
    '%s is refused by CloudFormation and by the deployment alike',
    (name) => {
      const allowed = new RegExp(String(template.Parameters[name]?.['AllowedPattern']));
      const values = [
        'mfa@example.com',
        'Security <mfa@example.com>',
        'example.com',
        '@example.com',
        'owner,team',
        'owner,,team',
        '*@example.com',
        'two\nlines',
        'x'.repeat(300),
      ];

      for (const value of values) expect(allowed.test(value), value).toBe(PARAMETERS[name]?.pattern.test(value));
    },
  );

  test('every function is told what the account is called and from when on security hears', () => {
    const stack = deployed({ AccountName: 'production', SecurityMinimumSeverity: 'low' });

    for (const id of idsOf(stack, 'AWS::Lambda::Function')) {
      expect(variablesOf(id, stack), id).toMatchObject({
        ACCOUNT_NAME: 'production',
        SECURITY_MINIMUM_SEVERITY: 'low',
      });
    }
  });
});

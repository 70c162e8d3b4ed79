/**
 * Puts `custom.templateRules` into the template as CloudFormation's section `Rules`, which osls refuses as a part of
 * `resources` (https://github.com/serverless/serverless/issues/12182). Loaded by osls, hence JavaScript, a class and a
 * default export.
 */
export default class TemplateRules {
  constructor(serverless) {
    this.hooks = {
      'before:aws:package:finalize:mergeCustomProviderResources': () => {
        const { custom, provider } = serverless.service;
        provider.compiledCloudFormationTemplate.Rules = custom.templateRules;
      },
    };
  }
}

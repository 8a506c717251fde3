namespace ContentApi.Web.Validation;

/// <summary>
/// On a handler that judges preconditions first: a repeated request is a 412 without effect, whatever its content. It asks
/// the validator itself, and <see cref="BodyValidation.Answer"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DeferredValidationAttribute : Attribute;

namespace ContentApi.Web.Validation;

/// <summary>
/// Marks a handler that checks preconditions before it validates the body, so that a repeated request returns 412 whatever its content.
/// The handler calls the validator and <see cref="BodyValidation.ToProblem"/> itself.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DeferredValidationAttribute : Attribute;

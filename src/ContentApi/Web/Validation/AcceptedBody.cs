namespace ContentApi.Web.Validation;

/// <summary>
/// What the contract says of a request body. Not the framework's own metadata: with that, routing answers 415 before anyone has asked
/// whether the caller may write at all.
/// </summary>
internal sealed record AcceptedBody(Type Type, params string[] MediaTypes)
{
    public bool IsRequired { get; init; } = true;
}

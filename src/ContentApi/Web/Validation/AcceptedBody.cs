namespace ContentApi.Web.Validation;

/// <summary>
/// Endpoint metadata that documents a request body. The framework's own metadata is not used, because with it routing returns 415 before
/// the caller is authorized.
/// </summary>
internal sealed record AcceptedBody(Type Type, params string[] MediaTypes)
{
    public bool IsRequired { get; init; } = true;
}

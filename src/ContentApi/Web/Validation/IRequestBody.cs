using ContentApi.Web.Problems;

namespace ContentApi.Web.Validation;

/// <summary>
/// A handler parameter with the request body. The <see cref="BodyValidation"/> filter checks the body before the handler runs.
/// </summary>
internal interface IRequestBody
{
    /// <summary>
    /// Gets the parsed body for the filter to validate; null if the body cannot be read, is absent, or is validated by the handler.
    /// </summary>
    object? ContentToValidate { get; }

    /// <summary>Gets the problem of a body that cannot be read (400, 413 or 415); otherwise null.</summary>
    ProblemResult? Problem { get; }
}

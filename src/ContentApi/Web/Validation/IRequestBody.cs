using ContentApi.Web.Problems;

namespace ContentApi.Web.Validation;

/// <summary>
/// A handler parameter with the request body. The <see cref="BodyValidation"/> filter checks the body before the handler runs.
/// </summary>
internal interface IRequestBody
{
    /// <summary>Gets the parsed body; null if <see cref="Problem"/> is set or an optional body is absent.</summary>
    object? Content { get; }

    /// <summary>Gets the problem of a body that cannot be read: 400, 413 or 415.</summary>
    ProblemResult? Problem { get; }
}

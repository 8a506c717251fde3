using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>A body as sections of blocks that have no ids yet, with warnings about content that could not be kept as written.</summary>
/// <param name="Sections">The sections.</param>
/// <param name="Warnings">Content that could not be kept as written.</param>
/// <param name="ExceededLimits">The exceeded limits, each with its line. A body that exceeds a limit is rejected.</param>
internal sealed record ParsedBody(IReadOnlyList<Section> Sections, IReadOnlyList<string> Warnings, IReadOnlyList<string> ExceededLimits);

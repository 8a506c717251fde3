using System.Reflection;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Imports;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Newsroom.Drafts;

/// <summary>Returns a draft's document after a write, with the warnings about it.</summary>
internal class SavedDraftResult(DraftDocument draft) : DraftResult(draft), IEndpointMetadataProvider
{
    /// <summary>Returns the result for a caller that did not send this document, such as one that sent a patch.</summary>
    public SavedDraftResult AsNotSentByCaller() => new(Draft);

    public static new void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(SavedDraft), ["application/json"]));

    protected override async Task WriteBody(HttpResponse response, CancellationToken cancellationToken)
    {
        var document = Draft.ReadDocument();
        var warnings = await response.HttpContext.RequestServices.GetRequiredService<DocumentWarnings>().Find(document, cancellationToken);
        await response.WriteAsJsonAsync(new SavedDraft(document, ImportDiagnosticList.Create(warnings, DiagnosticSeverity.Warning)), DraftJsonContext.Relaxed.SavedDraft, contentType: null, cancellationToken);
    }
}

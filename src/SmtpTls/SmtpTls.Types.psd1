# Imported by SmtpTls.psm1, which says why.
@{
    ModuleVersion    = '0.0.0'
    GUID             = '7a0c1f3e-5f55-4b1e-9b55-6f2a3d0c9e41'
    Author           = 'SmtpTls contributors'
    TypesToProcess   = @('SmtpTls.types.ps1xml')
}
